/** The pages of the practice application that monitors watch, in the order people meet them. */
export const PAGE_PARTS = ['home', 'sign-in', 'dashboard', 'payments', 'voting'] as const
export type PagePart = (typeof PAGE_PARTS)[number]

/** Everything that can be broken: the five pages, and the certificate of the HTTPS listener. */
export const PARTS = [...PAGE_PARTS, 'certificate'] as const
export type Part = (typeof PARTS)[number]

/** `down` answers 503, `slow` answers late, `wrong` answers 200 with another page, `drop` cuts the connection. */
const PAGE_FAULTS = ['down', 'slow', 'wrong', 'drop'] as const
type PageFault = (typeof PAGE_FAULTS)[number]
export type Fault = PageFault | 'expired'

/** The faults that `part` can have: a page never expires, and the certificate does nothing else. */
export function faultsOf(part: Part): readonly Fault[] {
  return part === 'certificate' ? ['expired'] : PAGE_FAULTS
}

export function isPart(text: string): text is Part {
  return (PARTS as readonly string[]).includes(text)
}

export function isFaultOf(part: Part, text: unknown): text is Fault {
  return (faultsOf(part) as readonly unknown[]).includes(text)
}
