import { goldenAnswers } from './golden-answers.ts'

// As a runtime without Temporal has it: gone before the engine is loaded.
Reflect.deleteProperty(globalThis, 'Temporal')
const time = await import('../src/time/index.ts')
process.stdout.write(JSON.stringify({ native: 'Temporal' in globalThis, answers: goldenAnswers(time) }))
