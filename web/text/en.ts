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

  finished: {
    heading: "Your response is finished and saved on this device",
    headingInMemory: "Your response is finished",
    reference: (reference: string) => `Its reference is ${reference}.`,
    next: "What to do next",
    whatNext: "What happens next",
    notSent: "It has not left this device. You answered without a link, so this page cannot send it. Please send the results file yourself:",
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
    changeLinked: "To change something, open a question. Send the response again afterwards.",
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
    },
    clock: (now: string) => `Your device's date looks wrong: it says ${now}. Times on this page may be wrong. When your response is sent, its time is taken from our clock.`,
  },

  /// Nothing is sent any more, but answers are here.
  stopped: {
    closed: "This consultation has closed",
    closedAt: (when: string) => `It closed on ${when}.`,
    link: "This link no longer works",
    kept: "Your answers are still on this device.",
    otherWay: "Download your answers, and ask the people named here whether you can still send them:",
  },

  share: {
    heading: "Save or share this response",
    link: "Your link",
    warning: "Anyone with this link can see and replace your response. Their response will overwrite yours.",
    copy: "Copy link",
    copied: "Link copied",
    copyFailed: "This browser does not let us copy. Select the link above and copy it.",
    email: "Email link to a colleague",
    subject: (title: string) => `Your link: ${title}`,
    download: "Download the link",
    fileName: "survey-link.txt",
    colleague: "If a colleague fills this in",
    by: "Who is filling this in?",
    byHint: "Your name, if you are answering on behalf of the person who was asked. It is sent with the response.",
    save: "Save",
    saved: "Saved",
    draft: (lga: string) => `Save a draft to the ${lga}`,
    draftText: (lga: string) =>
      `So that a colleague can go on with it on another device. The draft is then on the ${lga}'s computer, where anyone with this link can open it. It does not count as a response.`,
    draftWaiting: "The draft will be sent when there is signal.",
    draftSent: (lga: string) => `The draft is saved to the ${lga}.`,
    committee: "Print or download for committee",
    fileText: "The results file has all answers for another computer, also those of a draft.",
  },

  versions: {
    heading: "Versions of your response",
    see: "See all versions",
    one: "A version of your response",
    intro: (lga: string) => `Everything that was finished with this link. The ${lga} keeps all of it; one version counts.`,
    none: "Nothing has been finished with this link yet.",
    received: (when: string) => `Received on ${when}`,
    at: (when: string) => `Finished on ${when} by this device's clock`,
    here: "From this device",
    elsewhere: "From another device",
    by: (name: string) => `Filled in by ${name}`,
    counts: "This one counts",
    draft: "A draft",
    withdrawn: "Withdrawn",
    verdict: {
      "": "Waiting to be sent", stored: "Replaced by another version", held: "Kept aside, does not count", invalid: "Not complete, does not count",
      refused: "Not accepted",
    },
    show: "See this version",
    bring: "Bring this version back",
    bringText: "Its answers take the place of those you have now. It counts again when you have sent it.",
  },

  choose: {
    heading: "Choose which answers to keep",
    intro: "Your response was replaced from another device while you were answering here. Both of you answered these questions. Nothing is sent until you have chosen.",
    notice: (numbers: string[]) => `Someone else with this link answered ${questions(numbers)} differently.`,
    link: "Choose which answers to keep",
    here: "Your answer on this device",
    there: (when: string, by: string) => `Sent from another device on ${when}${by && ` by ${by}`}`,
    mine: "Keep mine",
    theirs: "Keep theirs",
    done: "You have chosen. Check your answers, then send the response.",
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

  own: {
    heading: "I do not have a link",
    text: "Anyone may answer these surveys with a link of their own:",
    create: "Create my link",
    looking: "Looking for surveys that anyone may answer",
    none: "There is no survey here that anyone may answer, or it cannot be reached now.",
    made: "Your link",
    madeText: "Keep this link. It is the only way back to your response from another device, and nobody else can send it to you again.",
    email: "Email it to myself",
    unverified: (lga: string) => `The ${lga} does not know who made this link. Your response is marked as unverified and counted separately.`,
    registered: "The link is registered.",
    notRegistered: "The link is not registered yet. That happens by itself when there is signal.",
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
      "your link, and the survey's words, if you opened one",
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
