export { actorOfReader, nameOfReader, type Reader, readerAt } from './identity/reader.ts'
export { type ReaderEnv, requireReader } from './identity/require-reader.ts'
export { portalLink } from './links.ts'
export { portalRoutes, startPortal } from './start-portal.ts'
