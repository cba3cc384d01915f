export { mailSaying, outboxRoutes } from './routes.ts'
