export { type ContactAt, contactsAt } from './contacts/contacts-at.ts'
export { contactsOf, eraseContacts } from './contacts/erase-contacts.ts'
export {
  customerContacts,
  type NoticeContact,
  noticeContacts,
} from './contacts/notice-contacts.ts'
export { customerLines } from './customers/customer-lines.ts'
export { customerNames, customersLike } from './customers/customer-names.ts'
export { customerOfApplication } from './customers/customer-of-application.ts'
export { findCustomer } from './customers/list-customers.ts'
export { billingRoutes } from './routes.ts'
