/** Text as it can be kept: whole characters, no NUL, and no controls but tabs and line ends, which are `\n`. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what cannot be kept is what is looked for
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '')

/** Text of one line, such as a name or a subject: no header can begin in it, and nothing in it reverses what is read. */
export const cleanLine = (text: string, most = 500): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
    .slice(0, most)
    .toWellFormed()
