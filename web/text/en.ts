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

  /// A page that is fetched when it is wanted, and cannot be.
  notHere: {
    heading: "This page is not on this device yet",
    text: "Connect once, then open it again. Your answers are not affected.",
  },

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
    whose: (name: string) => `This link is for ${name}.`,
  },

  closed: {
    heading: "This survey is not open",
    opens: (when: string) => `It opens on ${when}.`,
    closes: (when: string) => `It closes on ${when}.`,
    closed: (when: string) => `It closed on ${when}.`,
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
    share: "Save or share this response",
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
    send: (lga: string) => `Send response to the ${lga}`,
  },

  /// What the survey team's computer has, and how it is reached.
  hub: {
    waiting: (count: number) => `Waiting to be sent. ${count} ${plural(count, "response", "responses")} on this device`,
    sending: "Sending...",
    sent: (lga: string, when: string, reference: string) => `Sent to the ${lga} ${when}. Reference ${reference}`,
    changed: (when: string) => `Changed since it was sent ${when}. Send again to update it`,
    notAccepted: (why: string) => `Not accepted: ${why}. Your answers are still on this device`,
    refused: {
      closed: "the consultation has closed",
      not_open: "the consultation has not opened yet",
      ended: "this link no longer works",
      link: "this link no longer works",
      unknown_form: "these questions are not known there yet",
      invalid: "some answers have to be put right",
      other: "ask the people named below",
    },
    waitingHeading: "Your response is waiting to be sent",
    onlyHere: "It is saved on this device only.",
    onlyThisPage: "It is not kept on this device. Keep this page open until it is sent.",
    waitingText: "We will send it when you have signal and this page is open. Keep this tab, or come back to your link.",
    unreachable: (lga: string) => `Could not reach the ${lga}.`,
    busy: (lga: string) => `The ${lga}'s computer is busy.`,
    next: (when: string) => `We will try again ${when}.`,
    sendNow: "Send now",
    byEmail: "If you would rather send it by email",
    otherWay: "Send it another way",
    sentHeading: "Response sent",
    reference: "Your reference",
    received: (lga: string, when: string) => `The ${lga} received it on ${when}.`,
    late: "It arrived after the closing time, but was finished before it, so it counts.",
    nothingToDo: "You do not have to do anything else.",
    change: (until: string) => `You can change your answers and send them again${until && ` until ${until}`}. The latest one counts.`,
    refusedHeading: "Your response was not accepted",
    newer: "Answers that were not sent from another device are not shown here. There may be newer answers on another device.",
    news: {
      replaced: "Your response was replaced from another device. The earlier one is kept.",
      added: (numbers: string[]) => `Answers from another device have come in: ${questions(numbers)}.`,
      restored: (when: string) => `We have your response sent on ${when}.`,
      draft: (lga: string) => `This draft was saved to the ${lga} from another device.`,
      versions: "See all versions",
      conflicts: (numbers: string[]) => `Someone else with this link answered ${questions(numbers)} differently.`,
      choose: "Choose which answers to keep",
    },
    clock: (now: string) => `Your device's date looks wrong: it says ${now}. Times on this page may be wrong. When your response is sent, its time is taken from our clock.`,
  },

  link: {
    links: "Use another link, or make your own",
    check: "Check the link",
    notFound: "This link does not open a response.",
    reasons: [
      "Part of it may be missing, for example if the email broke it over two lines.",
      "It may have been replaced by a newer link.",
      "It may no longer be in use.",
    ],
    resend: "To have your link sent again, ask:",
    here: "On this device",
    opened: (when: string) => `Opened on ${when}.`,
    dead: "It no longer works.",
    without: "Answers without a link",
    changed: (when: string) => `Changed on ${when}.`,
    type: "Open a link",
    label: "Link",
    hint: "Paste the whole link from the email.",
    open: "Open",
    noSignalHeading: "This link needs a signal the first time",
    noSignalText: "The questions for this link are not on this device yet. Connect once; after that they open without a signal.",
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

  contact: { heading: "Contact and other ways to respond", help: "Help with this page" },
};

export type Text = typeof en;
