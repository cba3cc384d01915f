/** What a canned reply may name, and what it stands for in a conversation. */
export const VARIABLES = {
  'customer.name': 'the name of the customer, or of whoever asks',
  'requester.name': 'the name of whoever asks',
  'requester.firstName': 'its first word',
  'ticket.number': 'the number of the ticket',
  'ticket.subject': 'its subject',
  'ticket.dueAt': 'when the first response is due, in the contract’s zone',
  'agent.name': 'the name of whoever answers',
} as const
export type VariableName = keyof typeof VARIABLES

/** `missing`: the variables that there is no value for, or that there is no such variable; they stay as they are written. */
export type FilledIn = { text: string; missing: string[] }

/** A canned reply with its variables, `{{ ticket.number }}`, replaced. A value is put in as it is, and is not looked at again. */
export function fillIn(text: string, values: Partial<Record<VariableName, string>>): FilledIn {
  const missing = new Set<string>()
  const filled = text.replaceAll(/\{\{\s*([\w.]{1,60})\s*\}\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name as VariableName] : undefined
    if (value !== undefined) return value
    missing.add(name)
    return whole
  })
  return { text: filled, missing: [...missing] }
}
