// Every word of the interface in English. A translation is a second file with the same shape.
// The survey's own words come from its definition and its round.

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);
const questions = (numbers: string[]) => `${plural(numbers.length, "question", "questions")} ${list.format(numbers)}`;

export const en = {
  language: "en-GB",
  timeZone: "Europe/London",

  product: "Takestock",
  titleEnd: (survey: string) => ` - ${survey}`,
  skip: "Skip to main content",
  demonstration: "Demonstration",
  demonstrationNote: "This is not a real survey.",
  tooOld:
    "This page needs a newer browser, or a secure (https) address. It works with Chrome or Edge 109, Firefox 113, Safari 16.4, and anything newer.",
  noScript: "Answering on this page needs JavaScript, which is off in your browser. Turn it on, or answer another way.",
  otherWays: "Other ways to respond",
  back: "Back",
  languages: "Language",
  /// Their own names, where browsers have only the English ones.
  languageNames: { cy: "Cymraeg", gd: "Gàidhlig", ga: "Gaeilge" } as Record<string, string>,
  continue: "Continue",
  clear: "Clear my answer",
  opening: "Opening your answers",
  openingNote: "This takes a few seconds the first time.",
  goOnSoon: "We are still getting this page ready. Your answer is kept and we will go on as soon as we can.",

  start: {
    button: "Start now",
    resume: "Continue your response",
    see: "See your response",
    time: (minutes: number) => `It takes about ${minutes} minutes.`,
    count: (count: number) => `There are ${count} questions. You can leave any of them blank.`,
    closes: (when: string) => `You can respond until ${when}.`,
    who: "Who sees your answers",
    keep: "Stopping and coming back",
    keepText:
      "Your answers are saved on this device as you type. You can stop and come back on this device, in this browser. You do not need a signal once this page has loaded.",
    ready: "This page is now ready to work without a signal.",
    before: "Before you start",
  },

  closed: {
    heading: "This survey is not open",
    opens: (when: string) => `It opens on ${when}.`,
    closes: (when: string) => `It closes on ${when}.`,
    contact: "If you have a question about it, ask:",
  },

  question: {
    section: (index: number, of: number, label: string) => `Section ${index} of ${of}: ${label}`,
    number: (number: string) => `${number}.`,
    guidance: "Background to this question",
    select: "Choose an answer",
    all: "Select all that apply.",
    day: "Day",
    month: "Month",
    year: "Year",
    time: "Time",
    dateHint: "For example, 27 3 2026",
    timeHint: "Use the 24-hour clock, for example 14:30",
    agree: "I agree",
    rangeNone: "No answer chosen yet",
    rangeValue: (value: string) => `Your answer: ${value}`,
    contents: "See all questions",
    toCheck: "Check your answers",
    tooLong: (characters: string) =>
      `Your answer is too long to keep: it has ${characters} characters, and there is room for about 1 million. Nothing has been cut. Shorten it, or send the text another way.`,
  },

  error: {
    heading: "There is a problem",
    prefix: "Error:",
    titlePrefix: "Error: ",
    required: "Answer this question",
    constraint: "Check this answer",
    type_integer: "Enter a whole number, like 12",
    integer_size: "Enter a whole number from -2,147,483,648 to 2,147,483,647",
    type_decimal: "Enter a number, like 3.5",
    type_date: "Enter a real date, like 27 3 2026",
    type_time: "Enter a real time, like 14:30",
    type_dateTime: "Enter a real date and time, like 27 3 2026 and 14:30",
    type_choice: "Choose one of the answers in the list",
    range: "Choose a number in the range",
  } as Record<string, string>,

  notices: {
    no_longer_asked: (because: string | null, numbers: string[]) =>
      `${because ? `Because you changed question ${because}, ` : "Because of a change, "}${questions(numbers)} no longer ` +
      `${plural(numbers.length, "applies. We have kept your answer", "apply. We have kept your answers")} on this device but ` +
      `${plural(numbers.length, "it", "they")} will not be sent.`,
    asked_again: (because: string | null, numbers: string[]) =>
      `${because ? `Because you changed question ${because}, ` : "Because of a change, "}${questions(numbers)} ` +
      `${plural(numbers.length, "applies", "apply")} again. Your earlier ${plural(numbers.length, "answer is", "answers are")} back.`,
    welcome: "Welcome back.",
    answered: (answered: number, asked: number) => `You have answered ${answered} of ${asked} questions.`,
    reopened: "You are changing a finished response. Finish it again when you are done.",
  },

  status: {
    at: (time: string) => `at ${time}`,
    on: (time: string) => `on ${time}`,
    saving: "Saving...",
    saved: (when: string) => `Saved on this device ${when}`,
    offline: (when: string) => `You are offline. Saved on this device ${when}`,
    notSaved: "Not saved.",
    low: "This device is almost out of space. Your answers are saved, but the next ones may not fit.",
    memory: "Not kept on this device. Download a copy before you close this page.",
    retry: "Try again",
    download: "Download what I have now",
    onPage: "What you typed is still here, as long as this page stays open.",
  },

  reasons: {
    storage_full: "This device is out of space. Delete something you do not need, then try again.",
    storage_lost: "This browser has stopped letting us save. Try again, or download what you have and open this page again.",
    storage_damaged: "The answers kept on this device cannot be read.",
    other: "Something went wrong while saving.",
  },

  update: {
    text: "A new version of this page is ready. Your answers are saved.",
    button: "Update now",
  },

  contents: {
    heading: "All questions",
    intro: "Answer in any order. You can leave any question blank.",
    thenCheck: "When you are done, ",
    checkLink: "check your answers",
    completed: "Completed",
    in_progress: "In progress",
    not_started: "Not yet started",
    problem: "There is a problem",
    answered: "Answered",
    blank: "Not answered",
    other: "Other questions",
    confirm: "Have you completed this section?",
    yes: "Yes, I have completed this section",
    no: "No, I'll come back to it later",
    check: "Check your answers",
    copy: "Save a copy of your answers",
  },

  check: {
    heading: "Check your answers",
    missing: "Not provided",
    change: "Change",
    changeWhat: (what: string) => ` ${what}`,
    hidden: (numbers: string[]) =>
      `You answered ${questions(numbers)}, but ${plural(numbers.length, "it no longer applies", "they no longer apply")}. ` +
      `${plural(numbers.length, "That answer is", "Those answers are")} kept on this device and will not be sent.`,
    hiddenOther: "You answered something that no longer applies. It is kept on this device and will not be sent.",
    before: "Before you finish",
    beforeText: "You can change your answers afterwards, on this device.",
    finish: "Finish",
  },

  finished: {
    heading: "Your response is finished and saved on this device",
    headingInMemory: "Your response is finished",
    reference: (reference: string) => `Its reference is ${reference}.`,
    next: "What to do next",
    notSent: "It has not left this device. Sending from this page is not part of this version, so please send the results file yourself:",
    steps: ["Download the results file.", "Attach it to an email."],
    sendTo: "Send it to ",
    stepContact: "Send it to the person who asked you to respond.",
    results: "Download the results file",
    copyHeading: "Keep a copy",
    copyText: "The copy has every question in full and your answers. Print it, or edit it in Word for a meeting.",
    html: "Download a copy to print",
    docx: "Download a copy for Word",
    change: "Change your answers",
    done: (name: string) => `Downloaded ${name}`,
  },

  response: {
    heading: "Your response",
    finishedAt: (when: string) => `You finished it on ${when}.`,
    kept: "It is saved on this device.",
    changed: "To change something, open a question. Finish again afterwards, and send the new results file.",
  },

  copy: {
    heading: "Save a copy of your answers",
    draft: "You have not finished yet. The results file says so, and nobody counts an unfinished response.",
  },

  elsewhere: {
    heading: "You have this response open in another tab",
    text: "Two tabs cannot change the same answers. What you typed in the other tab is saved before this one takes over.",
    button: "Use this tab instead",
    waiting: "Waiting for the other tab to save",
    stuck: "The other tab is not answering. Close it, then press the button again.",
  },

  storage: {
    heading: "This browser will not keep your answers",
    text: "It does not let this page save anything. This can happen in a private window, or when storage is turned off.",
    carryOn: "Carry on and finish in one go",
    carryOnText:
      "You can answer now and download a copy and the results file. If you close the page before that, your answers are gone.",
    other: "Use another browser",
    otherText: "Open this address in another browser, or in a window that is not private.",
    damagedHeading: "We found a problem with your saved answers",
    damagedText:
      "The answers kept on this device cannot be opened. They have not been deleted. Keep a copy of the saved files for the people who can help, or start again.",
    rescue: "Download the saved files",
    startAgain: "Remove them and start again",
    failedHeading: "This page could not start",
    failedText: "Try again. If it still does not work, open the page in another browser. Nothing saved on this device has been deleted.",
    retry: "Try again",
    privateNote: "In a private window, your answers are deleted when you close it.",
    leave: "Your answers are not kept on this device.",
    unsavedHeading: "Not saved on the device",
  },

  footer: {
    label: "About this page",
    privacy: "Privacy",
    cookies: "Cookies and storage",
    accessibility: "Accessibility statement",
    contact: "Contact and other ways to respond",
  },

  privacy: { heading: "Privacy", who: "Who is asking", promise: "What happens to your answers" },

  cookies: {
    heading: "Cookies and storage",
    none: "This page sets no cookies, does not track you and loads nothing from anyone else.",
    what: "What is kept on this device",
    items: [
      "your answers, and every change you made to them, until you remove them",
      "the page itself, so that it opens without a signal",
      "a mark that you have started, so that we can open your answers straight away",
      "the language you chose, if you chose one",
    ],
    why: "All of this is needed to do what you ask: to keep your answers while you are working on them. It stays in this browser.",
    persisted: "The browser has agreed to keep this until you remove it.",
    notPersisted: "The browser may delete this if the device runs out of space, or if you do not use the page for a while. On an iPhone or iPad that can be after 7 days.",
    memory: "Nothing is kept at the moment, because this browser does not let us.",
    removeHeading: "Remove everything from this device",
    removeText: "This deletes your answers from this device. If you have not sent them or saved a copy, they are gone for good.",
    remove: "Remove everything from this device",
    confirmHeading: "Are you sure you want to remove everything?",
    confirm: "Yes, remove everything",
    cancel: "No, keep my answers",
    removedHeading: "Everything has been removed from this device",
    removedText: "Your answers and the saved page are gone. To respond again, load the page again.",
    removeFailed: "Something could not be removed. Close other tabs with this page and try again.",
    again: "Load the page again",
  },

  accessibility: {
    heading: "Accessibility statement",
    aim: "We want as many people as possible to be able to use this page. You should be able to:",
    able: [
      "zoom in up to 400% without scrolling from side to side",
      "use the whole page with a keyboard alone, or with speech recognition",
      "listen to the page with a screen reader",
      "use your device's own colours and contrast",
      "stop at any time and come back, without a time limit",
    ],
    state: "How accessible this page is",
    stateText:
      "We test against level AA of the Web Content Accessibility Guidelines, version 2.2, with automated checks on every page and every error. It has not yet been tested by people who use screen readers every day, or by an independent body.",
    problem: "Reporting a problem",
    problemText: "If you find a problem or need the questions in another form, tell us:",
  },

  contact: { heading: "Contact and other ways to respond", help: "Help with this page" },
};

export type Text = typeof en;
