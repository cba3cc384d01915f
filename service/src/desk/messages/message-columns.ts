import { getTableColumns } from 'drizzle-orm'
import { ticketMessage } from '../tables.ts'

const { search: _, ...columns } = getTableColumns(ticketMessage)

/** What is read of a message: all but the words that the search goes by. */
export const messageColumns = columns

export type MessageRow = Omit<typeof ticketMessage.$inferSelect, 'search'>
