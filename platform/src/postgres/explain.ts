import { StartError } from '../error.ts'

const causes: [RegExp, string][] = [
  [
    /No space left on device|disk quota/i,
    'the disk is full. Free some space and start again; nothing that was committed is lost',
  ],
  [
    /Permission denied|Operation not permitted|data directory .* has (wrong ownership|invalid permissions)/i,
    'its user may not use the data folder. Check who owns DATA_DIR and the folders above it',
  ],
  [/could not create shared memory|Cannot allocate memory|out of memory/i, 'there is not enough memory'],
  [/Address already in use/i, 'its port was taken in the same moment. Start again'],
  [
    /Read-only file system/i,
    'the data folder is on a read-only file system. Give a DATA_DIR that can be written',
  ],
  [
    /error while loading shared libraries|cannot open shared object|not found \(required by/i,
    'a library that it needs is missing on this system. Set DATABASE_URL to a PostgreSQL server instead',
  ],
]

/** One sentence out of what PostgreSQL printed before it gave up, with its own last word. */
export function explain(what: string, said: string): StartError {
  const lines = said.split('\n').filter((line) => line.trim() !== '')
  const word =
    lines.findLast((line) => /FATAL|PANIC|error|could not/i.test(line)) ?? lines.at(-1) ?? 'it said nothing'
  const because = causes.find(([sign]) => sign.test(said))?.[1] ?? 'see its own words'
  return new StartError(
    'database',
    `${what}: ${because}. (PostgreSQL: ${word.replace(/^.*?(FATAL|PANIC|initdb: error):\s*/, '').trim()})`,
  )
}
