/** The columns that a file of customers may have; contacts are numbered, and the first one's number may be left out. */
export const FIELDS = [
  'externalId',
  'name',
  'plan',
  'billing',
  'units',
  'start',
  'end',
  'discountPercent',
] as const
export type Field = (typeof FIELDS)[number]
const CONTACT_FIELDS = ['name', 'email', 'role'] as const
export type ContactField = (typeof CONTACT_FIELDS)[number]

/** What a column of the file holds; `head` is what the file calls it. */
export type Column = { head: string } & ({ field: Field } | { contact: number; part: ContactField })

const MOST_CONTACTS = 20

const NAMES: Record<Field, string> = {
  externalId: 'external id|id|customer id|account id|account number|customer number|reference',
  name: 'name|customer|customer name|account|account name|association|community',
  plan: 'plan|tier|product',
  billing: 'billing|billed|billing period|billing cycle|billing interval|term',
  units: 'units|unit count|number of units|homes|doors|lots',
  start: 'start|starts|start date|starts on|covered from|from|since',
  end: 'end|ends|end date|ends on|until|until before|to',
  discountPercent: 'discount|discount percent|discount in percent|discount rate',
}
const CONTACT_NAMES: Record<ContactField, string> = {
  name: '|name|full name|person',
  email: 'email|e mail|mail|email address|address',
  role: 'role|is|position|function',
}
const FIELD_OF = new Map(FIELDS.flatMap((field) => NAMES[field].split('|').map((name) => [name, field])))
const PART_OF = new Map(
  CONTACT_FIELDS.flatMap((part) => CONTACT_NAMES[part].split('|').map((name) => [name, part])),
)

/** What a heading means; null for one that is not known. Capitals, points, dashes, underlines and percent signs do not matter. */
export function columnOf(head: string): Column | null {
  const words = head
    .replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const field = FIELD_OF.get(words)
  if (field !== undefined) return { head, field }
  const [, early, rest = '', late] = /^contact(?: (\d+))?(?: ?([a-z ]*?))?(?: (\d+))?$/.exec(words) ?? []
  const whole = /^(email|e mail|mail|email address|role|position)$/.test(words)
  if (!words.startsWith('contact') && !whole) return null
  const part = PART_OF.get(whole ? words : rest)
  const contact = Number(early ?? late ?? 1)
  if (part === undefined || contact < 1 || contact > MOST_CONTACTS) return null
  return { head, contact, part }
}

/** Two headings of one meaning have one key. */
export const keyOf = (column: Column): string =>
  'field' in column ? column.field : `contact ${column.contact} ${column.part}`
