export { instantIn, instantOut, lineOf, type Shown, shown } from './fields.ts'
export { spellClock, spellInstant, spellInterval, spellToTheSecond } from './spell-time.ts'
