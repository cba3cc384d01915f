/** Where the token of a mail signs in. It stands behind #: no server, log or program that follows links is told it. */
export const signInLink = ({ url }: { url: string }, token: string): string => `${url}/portal/enter#${token}`

/** A page below /portal to go on to; anything else that was given is the first page. */
export const targetOf = (given: string): string =>
  /^\/portal(\/[\w-]+)*(\?[\w=&.-]*)?$/.test(given) && given.length <= 300 ? given : '/portal'
