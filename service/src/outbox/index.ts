export { mailSaying, outboxRoutes } from './routes.ts'
export { troubles } from './troubles.ts'
