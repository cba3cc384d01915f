export { monthToDate } from './month-to-date.ts'
export { uptimeRoutes } from './routes.ts'
