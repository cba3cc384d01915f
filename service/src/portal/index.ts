export { portalRoutes, startPortal } from './start-portal.ts'
