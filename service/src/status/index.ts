export { startStatus } from './routes.ts'
export { monitoringSource } from './serve/monitoring-source.ts'
