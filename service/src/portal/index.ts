export { forgetReader, readerSessionsOf } from './identity/forget-reader.ts'
export { portalRoutes, startPortal } from './start-portal.ts'
