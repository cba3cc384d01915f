import { useRef } from 'react'
import { ask as askAs } from '../api/ask.ts'

/** Asks what stands below `/portal/api`, as the reader who is signed in. */
export const ask = <T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  more: { key?: string } = {},
): Promise<T> => askAs<T>(method, `/portal/api${path}`, body, { ...more, from: 'portal' })

/** A key for what is about to be sent: the same again as long as nothing in it is changed, so that a lost line doubles nothing. */
export function useKey(): (body: object) => { key: string } {
  const last = useRef({ body: '', key: '' })
  return (given) => {
    const body = JSON.stringify(given)
    if (body !== last.current.body) last.current = { body, key: crypto.randomUUID() }
    return { key: last.current.key }
  }
}

export type Me = { email: string; name: string; customers: { id: string; name: string; role: string }[] }

export type Due = {
  standing: 'waiting' | 'late' | 'kept' | 'missed'
  at: string
  respondedAt: string | null
  /** Such as "4 business hours". */
  promised: string
  /** Negative once it is late. */
  leftMs: number
  counted: 'business' | 'elapsed'
}

export type Question = {
  id: string
  number: number
  subject: string
  status: 'open' | 'waiting' | 'closed'
  severity: string
  severityName: string
  rating: number | null
  receivedAt: string
  updatedAt: string
  closedAt: string | null
  due: Due
}

export type File = { id: string; name: string; type: string; size: number; inline: boolean }
export type Message = {
  id: string
  at: string
  author: 'customer' | 'staff' | 'automatic'
  authorName: string
  text: string
  /** Made by the service of what staff wrote, and safe to show. */
  html: string | null
  attachments: File[]
}
export type WholeQuestion = Question & { messages: Message[] }

export type Month = {
  month: string
  start: string
  end: string
  until: string
  uptime: string | null
  target: string
  measuredMs: number
  elapsedMs: number
  unsettledMs: number
  excusedMs: number
  budget: { allowedMs: number; usedMs: number; leftMs: number }
  incidents: { id: string; title: string; startedAt: string; resolvedAt: string | null; downMs: number }[]
}

export type Foreseen = {
  severity: string
  severityName: string
  promised: string
  dueAt: string
  /** Where an outage is reported instead. */
  urgent: { address: string } | null
}
