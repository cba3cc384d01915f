import type { Kept } from './store.ts'

/** What has to be filled in before it can be sent, at which field; null when nothing is. */
export function wanting(
  { email, name, drafts }: Kept,
  { current, known, uploading }: { current: string; known: boolean; uploading: boolean },
): { text: string; at: string } | null {
  const draft = drafts[current]
  if (current === '' && !draft?.kind) return { text: 'Say what it is about.', at: 'kind' }
  if (!draft?.text.trim()) return { text: 'Write a sentence or two first.', at: 'text' }
  if (uploading) return { text: 'A file is still on its way. Wait for it, or remove it.', at: 'files' }
  if (current !== '' || known) return null
  if (!name.trim()) return { text: 'Write your name.', at: 'name' }
  if (!/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(email.trim()))
    return { text: 'Write your address, such as carla@example.com: the answer goes there.', at: 'email' }
  return null
}
