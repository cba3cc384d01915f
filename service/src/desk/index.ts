export type { Desk } from './desk.ts'
export { frameRoutes } from './frame/routes.ts'
export { addCustomerMessage } from './messages/add-customer-message.ts'
export { noteDelivery } from './messages/note-delivery.ts'
export { replyToTicket } from './messages/reply-to-ticket.ts'
export { onTicket, type TicketChange } from './on-ticket.ts'
export { queueRoutes } from './queue/routes.ts'
export { lastPublicMessages } from './read/last-messages.ts'
export {
  type Reader,
  type ReaderMessage,
  type ReaderTicket,
  ticketForReader,
  ticketsForReader,
} from './read/ticket-for-reader.ts'
export { savedRoutes } from './saved/routes.ts'
export { startDesk } from './start-desk.ts'
export { attachFiles } from './store/attach-files.ts'
export { type AttachmentStore, attachmentStore, type StoreSettings } from './store/attachment-store.ts'
export { attachmentLink } from './store/link.ts'
export { attachmentsOf, type ListedAttachment, openAttachment } from './store/read-attachments.ts'
export { receiveUpload } from './store/receive-upload.ts'
export { attachmentRoutes } from './store/routes.ts'
export { type NewAttachment, type SavedAttachment, saveAttachment } from './store/save-attachment.ts'
export { serveAttachment } from './store/serve-attachment.ts'
export { attachmentSettings, attachmentVariables } from './store/settings.ts'
export { startFiles } from './store/start-files.ts'
export { rememberMailId, ticketWithMailId } from './thread/mail-ids.ts'
export { type ThreadDesk, threadKeys, ticketMail } from './thread/ticket-mail.ts'
export { ownMessageId, replyAddress, type ThreadKeys, ticketMessageId, ticketOf } from './thread/tokens.ts'
export { type OpenedTicket, type OpenTicket, openTicket } from './tickets/open-ticket.ts'
