import { forgetJobs, forgetMails, mailsTo } from '@tractops/platform'
import { contactsOf, eraseContacts } from './billing/index.ts'
import type { ForgetPerson, PersonElsewhere } from './desk/index.ts'
import { forgetMailsOfPerson, mailsFrom } from './mail/index.ts'
import { eraseRecipient } from './maintenance/index.ts'
import { forgetReader, readerSessionsOf } from './portal/index.ts'
import { forgetSubscriber, subscriptionsOf } from './status/index.ts'
import { forgetWidgetReader, widgetReaderData } from './widget/index.ts'

/** What every room but the desk keeps of a person, forgotten in one transaction; a contact of a customer only where that is asked for. */
export const forgetPerson: ForgetPerson = async (ctx, { email, name, ticketIds, contacts }) => {
  await forgetMailsOfPerson(ctx, email)
  await forgetWidgetReader(ctx, email)
  await forgetReader(ctx, email)
  await forgetJobs(ctx, email)
  await forgetSubscriber(ctx, { email, ticketIds })
  const mails = await forgetMails(ctx, { email, refs: ticketIds, instead: 'Erased on request.' })
  if (!contacts) return { mails, contacts: 0 }
  await eraseRecipient(ctx, { email, name })
  return { mails, contacts: await eraseContacts(ctx, { email, name }) }
}

/** What every room but the desk keeps of a person, for the copy that they get. */
export const personElsewhere: PersonElsewhere = async (ctx, email) => {
  const { questions, sessions } = await widgetReaderData(ctx, email)
  return {
    contacts: await contactsOf(ctx, email),
    mailsSent: await mailsTo(ctx, email),
    mailsReceived: await mailsFrom(ctx, email),
    widgetQuestions: questions,
    widgetSessions: sessions,
    portalSessions: await readerSessionsOf(ctx, email),
    subscriptions: await subscriptionsOf(ctx, email),
  }
}
