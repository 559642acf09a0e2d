// Answers by name for every response, so that the figures come out that were published.
import { shuffled } from './chance.mjs';

const times = (count, value) => Array(count).fill(value);

/** `count` times one of `yes`, else one of `no`, in any order. */
function split(next, all, count, yes, no) {
  const from = (list, n) => Array.from({ length: n }, (_, i) => list[i % list.length]);
  return shuffled(next, [...from(yes, count), ...from(no, all - count)]);
}

/** The impact assessment of 2013/14: 1,890 responded; 97, 88, 92, 75 and 88 %. The themes' parts are 50, 12, 12 and 25 of 99. */
function impactAssessment(survey, next) {
  const all = 1890;
  const themes = shuffled(next, [...times(955, 'plans'), ...times(229, 'leadership'), ...times(229, 'collaboration'), ...times(477, 'performance')]);
  const activities = Object.fromEntries(survey.choices.theme.map(({ name }) => [name, survey.choices.activity.filter(({ theme }) => theme === name)]));
  const seen = {};
  const columns = {
    theme: themes,
    activity: themes.map((theme) => activities[theme][(seen[theme] = (seen[theme] ?? -1) + 1) % activities[theme].length].name),
    use_of_time: split(next, all, 1833, ['very_good', 'good', 'good'], ['poor', 'poor', 'very_poor']),
    relevant: split(next, all, 1663, ['very', 'fairly'], ['not_very', 'not_very', 'not_at_all']),
    ability: split(next, all, 1739, ['a_lot', 'a_little', 'a_little'], ['no']),
    shared: split(next, all, 1418, ['yes'], ['no']),
    value: split(next, all, 1663, ['very_good', 'fairly_good'], ['fairly_poor', 'fairly_poor', 'very_poor']),
  };
  return Array.from({ length: all }, (_, i) => Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i]])));
}

const PROGRAMMES = ['lp', 'ledge', 'la', 'le', 'ng', 'fol'];
/** People on each programme, by what they are. */
const LEADERSHIP = {
  political_group: { labour: [4, 3, 43, 165, 19, 53], conservative: [3, 13, 23, 131, 15, 12], liberal_democrat: [1, 1, 5, 12, 9, 7], independent: [1, 1, 21, 11, 15, 9] },
  region: {
    wales: [2, 0, 31, 0, 4, 5], greater_london: [1, 0, 7, 51, 11, 24], east_of_england: [2, 3, 10, 43, 8, 11], east_midlands: [0, 2, 10, 27, 4, 3],
    north_east: [0, 0, 2, 9, 1, 0], north_west: [2, 0, 7, 34, 7, 6], south_west: [0, 2, 7, 41, 8, 9], south_east: [1, 8, 11, 51, 6, 11],
    west_midlands: [0, 2, 6, 33, 6, 8], yorkshire_humber: [1, 1, 1, 30, 3, 4],
  },
  council_type: {
    welsh: [2, 0, 30, 0, 4, 5], london: [1, 0, 7, 50, 11, 24], district: [3, 18, 22, 81, 11, 19], county: [0, 0, 10, 48, 6, 7],
    metropolitan: [2, 0, 6, 46, 8, 9], unitary: [1, 0, 16, 70, 18, 17], fire: [0, 0, 1, 23, 0, 0], parks: [0, 0, 0, 1, 0, 0],
  },
};

/** The political leadership programmes of 2014/15: 577 people. What group a person has beside which region is nowhere published and left to
 * chance; Welsh and London councils are put in their regions as far as the tables let them. */
function programmeRecord(survey, next) {
  return PROGRAMMES.flatMap((programme, column) => {
    const expand = (table) => Object.entries(table).flatMap(([name, counts]) => times(counts[column], name));
    const groups = shuffled(next, expand(LEADERSHIP.political_group));
    const regions = expand(LEADERSHIP.region), types = expand(LEADERSHIP.council_type);
    return groups.map((political_group, i) => ({ programme, political_group, region: regions[i], council_type: types[i] }));
  });
}

export const exactly = { 'impact-assessment': impactAssessment, 'programme-record': programmeRecord };
