// A survey and answers with what files of other programs trip over.
const long = `${'Thinking of everything that happened before, during and after the visit, and of all who took part in it, '.repeat(3)}what is the end of the very long wording of this question.`;

export const definition = JSON.stringify({
  takestock: 1, id: 'traps', version: '1', title: 'Files and their traps', languages: ['en', 'cy'],
  choices: {
    took_part: [
      { name: 'yes', label: { en: 'Yes', cy: 'Do' } }, { name: 'no', label: { en: 'No "never"', cy: 'Naddo' } },
      { name: 'dont_know', label: { en: "Don't know", cy: 'Ddim yn gwybod' } }],
    rating: ['1', '2', '3', '4', '5'].map((name) => ({ name, label: `${name} of 5` })),
    topic: [{ name: 'finance', label: 'Finance' }, { name: 'housing', label: 'Housing & planning' }],
  },
  survey: [
    { type: 'select_one took_part', name: 'took_part', number: '1', label: { en: 'Did you take part?', cy: 'A wnaethoch gymryd rhan?' } },
    { type: 'select_one rating', name: 'rating', label: 'How good was it?' },
    { type: 'text', name: 'why', label: 'Why?', relevant: "${took_part} = 'yes'" },
    { type: 'integer', name: 'days', label: 'How many days?', relevant: "${took_part} = 'yes'" },
    { type: 'select_multiple topic', name: 'topics', label: 'Which topics?' },
    { type: 'text', name: 'comment', label: long },
    { type: 'date', name: 'happened', label: 'When?' },
    { type: 'time', name: 'hour', label: 'At what time?' },
    { type: 'dateTime', name: 'at', label: 'When exactly?' },
    { type: 'decimal', name: 'balance', label: 'What was left?' },
    { type: 'calculate', name: 'score', calculation: '${days} * 2' },
    { type: 'text', name: 'by', label: 'By whom?' },
    { type: 'text', name: 'status', label: 'In what state?' },
    { type: 'integer', name: 'a_name-of.sixty_bytes_which_is_longer_than_stata_allows_it', label: 'Long' },
  ],
});

const starts = ['=', '+', '-', '@', '\t=', '\n=', ' =', "'=", '＝', '＋', '%', '"=', '|', ';=', ',='];
const rests = ['1+1', 'SUM(A1:A9)', 'cmd|\'/C calc\'!A0', 'HYPERLINK("http://example.org","x")', '1', '2.5', '2026-03-15', 'A1', '_x0041_', 'TRUE', '1E5',
  '#REF!', 'https://example.org', 'mailto:a@example.org', '10%', '£5', '(1)', '1/2', '<b>&', 'line\nbreak'];
export const injected = starts.flatMap((start) => rests.map((rest) => start + rest));

// 1,040 characters
const text = [...'Peers were kind, and the “report” was 🌳 useful. '.repeat(30)].slice(0, 1036).join('') + '🌳end';
const first = { took_part: 'yes', rating: '5', why: 'Peers were kind', days: 2, topics: ['finance', 'housing'], comment: text, happened: '1834-08-14', hour: '17:00:00.000',
  at: '2015-03-01T17:00:00.000+00:00', balance: -9, score: 4, by: 'A', status: 'Done', 'a_name-of.sixty_bytes_which_is_longer_than_stata_allows_it': 7 };

export const records = [
  first,
  { took_part: 'no', rating: '1', topics: ['housing'], happened: '2015-03-01', balance: -1, comment: 'no answer and not asked are two things\r\nsaid the \u0001 control' },
  { took_part: 'dont_know', happened: '1899-12-31', balance: 12.5 },
  { took_part: 'yes', rating: '3' },
  {},
  ...injected.map((comment) => ({ comment })),
];
