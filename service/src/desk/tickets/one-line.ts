const LONGEST = 300

/** A line for people and for a mail's header: no controls, no line breaks, at most 300 characters. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
    .toWellFormed()
    .trim()

/** What a ticket is called where its customer wrote no subject. */
export const subjectOf = (subject: string): string => oneLine(subject) || '(no subject)'

/** What PostgreSQL can hold of a text, its line breaks as they are here. */
export const kept = (text: string): string =>
  text.toWellFormed().replaceAll('\u0000', '\uFFFD').replaceAll(/\r\n?/g, '\n')
