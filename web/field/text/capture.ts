// Every word in English of what an interview records beside typed answers, and of QR pictures. A translation is a second file with the same shape.
const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);
const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const degrees = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 5 });
const counted = (count: number, one: string, many: string): string => `${number.format(count)} ${plural(count, one, many)}`;
const metres = (accuracy: number): string => counted(Math.max(1, Math.round(accuracy)), "metre", "metres");

export const capture = {
  remove: "Remove",
  tryAgain: "Try again",
  cancel: "Cancel",
  saving: "Saving...",
  savingPart: (percent: number) => `Saving, ${number.format(percent)} per cent done...`,
  missing: "This file is not on this device.",
  loading: "Opening...",

  /// Beside those of the questions that respondents have too.
  error: {
    type_geopoint: "Enter a latitude from -90 to 90 and a longitude from -180 to 180, like 51.50735 and -0.12776",
    type_file: "Take the photo or the recording again",
  },

  position: {
    record: "Record the position",
    again: "Record the position again",
    looking: "Looking for the position. This works best outside, and can take a minute.",
    sofar: (accuracy: number) => `Position found, accurate to ${metres(accuracy)}. It is getting more accurate.`,
    best: (accuracy: number) => `The most accurate position found is accurate to ${metres(accuracy)}.`,
    use: "Use this position",
    stop: "Stop looking",
    recorded: (latitude: number, longitude: number, accuracy: number) =>
      `Position recorded: ${degrees.format(latitude)}, ${degrees.format(longitude)}${accuracy > 0 ? `, accurate to ${metres(accuracy)}` : ""}.`,
    refused: "This browser may not use the position. Allow it in the browser's settings for this page, or type it.",
    unavailable: "This device cannot tell where it is now. Try again outside, or type the position.",
    timeout: "No position was found within a minute. Try again outside, or type the position.",
    none: "This browser cannot tell the position. Type it instead.",
    type: "Type the position instead",
    typeHint: "In degrees, as a map shows them, for example 51.50735 and -0.12776",
    latitude: "Latitude",
    longitude: "Longitude",
  },

  /// Where the interview itself takes place.
  place: {
    heading: "Where this interview takes place",
    ask: "The position is asked for once and is sent with the interview.",
    remove: "Remove the position",
    failed: "The position was not saved.",
    refused: "This browser may not use the position. Allow it in the browser's settings for this page. The interview can go on without it.",
    unavailable: "This device cannot tell where it is now. The interview can go on without it.",
    timeout: "No position was found within a minute. The interview can go on without it.",
    none: "This browser cannot tell the position. The interview can go on without it.",
  },

  photo: {
    take: "Take a photo",
    retake: "Take the photo again",
    choose: "Choose a photo from this device",
    saved: "The photo is saved on this device.",
    notSaved: "The photo is not saved.",
    unreadable: "This browser cannot read that file as a picture. Take the photo again, or choose a JPEG or PNG file.",
    alt: (question: string) => `The photo that answers: ${question}`,
    remove: "Remove the photo",
  },

  signature: {
    draw: "Sign in the box with a finger, a pen or the mouse.",
    area: (question: string) => `Box to sign in: ${question}`,
    drawn: (strokes: number) => (strokes ? `${counted(strokes, "stroke", "strokes")} drawn, not saved yet.` : ""),
    undo: "Undo the last stroke",
    clear: "Clear the box",
    use: "Save this signature",
    again: "Sign again",
    other: "Sign without drawing",
    name: "Name, typed as a signature",
    useName: "Save the typed name as the signature",
    reason: "Or say why there is no signature",
    useReason: "Save the reason instead of a signature",
    notSigned: (reason: string) => `Not signed: ${reason}`,
    blankDrawing: "Draw the signature first.",
    blankName: "Type the name first.",
    blankReason: "Type the reason first.",
    saved: "The signature is saved on this device.",
    notSaved: "The signature is not saved.",
    alt: (question: string) => `The signature that answers: ${question}`,
    remove: "Remove the signature",
  },

  sound: {
    start: "Start recording",
    again: "Record again",
    stop: "Stop recording",
    asking: "Waiting for leave to use the microphone...",
    length: (seconds: number) =>
      `${counted(Math.floor(seconds / 60), "minute", "minutes")} ${counted(Math.floor(seconds % 60), "second", "seconds")}`,
    recording: "Recording. It counts once you stop.",
    level: "Sound level",
    levels: { none: "No sound is heard.", quiet: "Sound is heard, quietly.", good: "Sound is heard well." },
    saved: "The recording is saved on this device.",
    notSaved: "The recording is not saved.",
    playback: (question: string) => `The recording that answers: ${question}`,
    choose: "Choose a sound file from this device",
    wrongType: "Sound files are taken as MP3, M4A, OGG, WAV or WebM.",
    refused: "This browser may not use the microphone. Allow it in the browser's settings for this page, or choose a file.",
    noMicrophone: "No microphone was found. Choose a sound file instead.",
    noRecorder: "This browser cannot record sound. Choose a sound file instead.",
    remove: "Remove the recording",
  },

  barcode: {
    scan: "Scan with the camera",
    stop: "Stop scanning",
    hint: "Scan it, or type what stands under it.",
    point: "Point the camera at the code.",
    found: (text: string) => `Read: ${text}`,
    onlyQr: "With this browser only QR codes can be scanned. Type the number under any other barcode.",
    preview: "What the camera sees",
  },

  camera: {
    asking: "Waiting for leave to use the camera...",
    refused: "This browser may not use the camera. Allow it in the browser's settings for this page.",
    none: "No camera was found on this device.",
    lost: "The camera stopped. Start again.",
  },

  handOver: {
    heading: "Hand over by QR pictures",
    intro: "This device shows a row of pictures. On the other device open “Take over by QR pictures” and point its camera at this screen. Nothing leaves through a network.",
    kept: "The interviews stay on this device too.",
    preparing: "Preparing the pictures...",
    none: "There is no finished interview to hand over.",
    which: "Which interviews to hand over",
    whichHint: (most: number) => `Finished ones, by their numbers: ${number.format(most)} at a time.`,
    from: "From number",
    to: "To number",
    prepare: "Prepare the pictures",
    noneThere: "There is no finished interview with these numbers.",
    tooMany: (count: number, most: number) =>
      `${number.format(count)} interviews are too many for pictures: ${number.format(most)} go at most. Choose fewer, or use a results file.`,
    tooLong: (pictures: number, most: number) =>
      `These interviews would need ${number.format(pictures)} pictures, and ${number.format(most)} go at most. Photos and recordings are too large for pictures. Choose fewer interviews, or use a results file.`,
    ready: (interviews: number, pictures: number) => `${counted(interviews, "interview", "interviews")} in ${counted(pictures, "picture", "pictures")}.`,
    check: (digits: string) => `Check number: ${digits}. The other device shows the same one at the end.`,
    picture: (index: number, of: number) => `Picture ${number.format(index)} of ${number.format(of)}`,
    alt: (index: number, of: number) => `QR picture ${number.format(index)} of ${number.format(of)}, to be read by the other device's camera`,
    pause: "Pause",
    play: "Go on by itself",
    back: "Previous picture",
    next: "Next picture",
    goTo: "Show picture number",
    go: "Show",
    pace: "How long each picture is shown",
    paces: { slow: "3 seconds", medium: "1 and a half seconds", fast: "Three quarters of a second" },
    around: "After the last picture the first comes again, until the other device has them all.",
    failed: "The pictures could not be made.",
  },

  takeOver: {
    heading: "Take over by QR pictures",
    intro: "On the other device open “Hand over by QR pictures”. Then start the camera here and point it at that screen. The pictures may come in any order, and more than once.",
    start: "Start the camera",
    stop: "Stop the camera",
    waiting: "No picture read yet.",
    have: (have: number, of: number) => `${number.format(have)} of ${counted(of, "picture", "pictures")} read.`,
    missing: (list: string) => `Still missing: ${list}.`,
    otherFile: "That picture belongs to another handing over. To take that one instead, start again.",
    foreign: "That is a QR code, but none of ours.",
    startAgain: "Start again",
    unreadable: "The pictures were read, but together they are not what was sent. Start again.",
    taking: "All pictures are read. Taking the interviews in...",
    /// Of an interview that was finished more than once each time counts by itself.
    done: (interviews: number, added: number, present: number) =>
      `${counted(interviews, "interview has", "interviews have")} come over. ` +
      (added === 0 ? "Nothing was added: all of it was here already." : `${number.format(added)} added, ${number.format(present)} already present.`),
    kept: "They are on this device now and go into its results files. The list shows only interviews that were made here.",
    check: (digits: string) => `Check number: ${digits}. It is the one that the other device shows.`,
    refused: (reason: string) => `The interviews were not taken in: ${reason}`,
  },
};
