export { type StatusDeps, startStatus } from './routes.ts'
