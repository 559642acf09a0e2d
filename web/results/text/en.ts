// Every word of the results page in English. A translation is a second file with the same shape.
const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);
const number = new Intl.NumberFormat("en-GB");
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const moment = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit" });

export const en = {
  product: "Results",
  titleEnd: " - Results - Takestock",
  errorTitle: "Error: ",
  working: "Please wait",
  percent: (part: number) => `${Math.floor(part * 100)}%`,
  when: (millis: number) => moment.format(millis),

  open: {
    heading: "Results of a survey",
    text: "Open the results files of a survey to see its headline results and tables, protected so that nobody can be recognised. Everything is worked out on this device: nothing you open is sent anywhere.",
    files: "Results files",
    hint: "One or more files ending in .takestock, of the same survey. With them you can open the round's own file (round.json), which says how results are weighted and protected.",
    drop: "You can also drop the files on this page.",
    button: "Choose files",
    sealed: "Files ending in .takestock-sealed have to be opened first with the round's key: takestock import --key KEY, then takestock export --format takestock.",
    reading: (name: string) => `Reading ${name}`,
    counting: "Counting the answers",
    progress: (name: string, part: number) => `Reading ${name}: ${Math.floor(part * 100)}%`,
    offline: "This page is on this device now: it opens without a network, and without any server.",
    update: "A new version of this page is ready.",
    updateButton: "Use it now",
  },

  round: {
    heading: "Results of a round",
    text: (id: string) => `Takes the responses to the round ${id} from the hub to this device. The answers of single people are in them, so the hub records who took them and why.`,
    reason: "Why you take the responses",
    reasonHint: "For example: headline results for the board on 3 May",
    button: "Open the results",
    needsReason: "Say why you take the responses",
    signedOut: "Sign in on the survey team's pages first, in this tab.",
    team: "The survey team's pages",
  },

  wrong: {
    heading: "There is a problem",
    sealed: (name: string) => `${name} is sealed, so this page cannot read it. Open it first with the round's key: takestock import --key KEY`,
    unreadable: (name: string) => `${name} can no longer be read. Choose it again.`,
    crashed: "This is more than the browser has room for. Close other tabs and open the files again, or use takestock results on a computer.",
    none: "These files hold no results file. Choose files ending in .takestock.",
    file: (name: string, message: string) => `${name}: ${message}`,
    noKeeping: "This browser keeps nothing for this page, so it cannot remember what was shown. Nothing is shown: in a private window, open the page in an ordinary one.",
    hub: (message: string) => message || "The hub cannot be reached. Check your connection and try again.",
  },

  other: {
    heading: "Some of these responses were in results shown before",
    text: "Other results were shown on this device from some of these responses and some that are not in these files, or from responses that have changed since, or with another threshold. Beside them these results could give somebody away, so they are not shown.",
    files: "Open the same files as before, and those that came since.",
    again: "If nothing of the earlier results ever left this device, you can begin anew. The reason is kept on this device.",
    reason: "Why you begin anew",
    button: "Forget what was shown before",
    needsReason: "Say why you begin anew",
  },

  results: {
    responded: "people responded",
    files: (names: string[]) => `From ${names.join(", ")}`,
    version: (versions: string[]) => `${plural(versions.length, "Version", "Versions")} ${versions.join(", ")} of the survey`,
    survey: "Survey",
    more: "Open more files",
    close: "Close these results",
    choose: "Choose what to show",
    by: "Break down the headlines by",
    rows: "Table of",
    columns: "Table columns",
    only: "Only those who said",
    onlyOf: capital,
    choice: "Their answer",
    everybody: "Everybody",
    nothing: "No table",
    button: "Show results",
    attributes: "About them",
    questions: "Questions",
    headlines: "Headline results",
    noHeadlines: "This survey names no headline measures. Choose a table above.",
    table: "Table",
    filter: "Only",
    notes: "How to read these results",
    withheld: (count: number) =>
      count === 0 ? "No figure here is withheld." : `${number.format(count)} ${plural(count, "figure is", "figures are")} withheld here and shown as [c], so that nobody can be recognised.`,
    leftOut: "Not shown, because beside other figures it would tell something of a small group:",
    mark: "withheld",
    shown: (responded: string) => `Results shown: ${responded} people responded.`,
    limit: "So much has been shown of these results that no more can be checked against it. Nothing new is shown. What was shown before can be shown again.",
  },

  measure: {
    of: (count: string, base: string) => `${count} of ${base}`,
    answered: (base: string) => `${base} answered`,
    between: (low: string, high: string) => `likely to be between ${low} and ${high}`,
    caption: (label: string, by: string) => `${capital(label)}, by: ${by}`,
    figure: "Figure", base: "Base", from: "From", to: "To",
  },

  table: {
    caption: (label: string, by: string | null) => (by ? `${label} By: ${by}` : label),
    all: "All",
    count: "Count",
    share: "%",
    answered: "Answered",
    skipped: "Left blank",
    notAsked: "Not asked",
    answer: "Answer",
    several: "People could choose several, so the answers add up to more than those who answered.",
    weighted: "Percentages are weighted; counts are not.",
  },

  save: {
    heading: "Take these results with you",
    text: "Exactly what is shown above, protected in the same way.",
    html: "Web page", csv: "Spreadsheet (CSV)", json: "Data (JSON)",
    print: "Print",
    record: "Record of what was shown",
    recordHint: "For a colleague, or another device: opened with the results files, it keeps later results from giving away what these withhold.",
    done: (name: string) => `${name} has been saved.`,
  },

  identified: {
    heading: "Identified results",
    banner: "Identified results: not for publication",
    text: "Shows the same with nothing withheld. Small groups can be recognised in it: it is for those who are responsible for the data. Who asked is yours to write; your reason and the time are kept on this device.",
    reason: "Why you need them",
    button: "Show identified results",
    needsReason: "Say why you need identified results",
    back: "Back to protected results",
    log: "Who asked for identified results on this device",
    at: "When", why: "Why", what: "What",
    everything: "headlines",
    none: "Nobody has.",
  },
};
