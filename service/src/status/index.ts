export { startStatus } from './routes.ts'
export { changesOf } from './serve/changes.ts'
export { serviceSource } from './serve/service-source.ts'
