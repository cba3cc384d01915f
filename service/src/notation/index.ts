export { instantIn, instantOut, lineOf, shown } from './fields.ts'
export { spellClock, spellInstant, spellInterval, spellToTheSecond } from './spell-time.ts'
