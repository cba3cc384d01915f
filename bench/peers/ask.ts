import { PEERS } from './libraries.ts'

// One question to one library, in a process of its own, as not every answer comes: ask.ts PEER EPOCH_MS HOURS
const [peer, fromMs, hours] = process.argv.slice(2)
const answer = PEERS[peer as keyof typeof PEERS]()(Number(fromMs), Number(hours))
process.stdout.write(String(answer))
