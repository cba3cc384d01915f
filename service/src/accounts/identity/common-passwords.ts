/** Words that leaked passwords are made of, longest first, in lower case: a password must hold more than these. */
export const COMMON: readonly string[] = `
password passwort passwd letmein welcome administrator admin qwertyuiop qwertz qwerty azerty asdfghjkl asdfgh zxcvbnm
zxcvbn iloveyou princess sunshine football baseball basketball superman batman dragon monkey shadow master michael jennifer
jordan hunter trustno1 starwars whatever computer internet samsung google facebook linkedin microsoft charlie daniel
thomas robert george andrew jessica ashley nicole amanda matthew joshua summer winter spring autumn january february march
april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
secret changeme default guest login access security secure temporary temp test testing tester hello goodbye freedom killer
pokemon pepper cookie chocolate banana orange purple silver golden diamond ginger maggie buster tigger soccer hockey yankees
liverpool arsenal chelsea ferrari porsche mercedes harley mustang corvette thunder lightning forever family friends lovely
loveme babygirl butterfly flower angel jesus blessed christ heaven
correcthorsebatterystaple correct horse battery staple
abcdefghijkl abcdef abcabc abc 1q2w3e4r5t6y 1q2w3e4r 1qaz2wsx3edc 1qaz2wsx qazwsxedc qazwsx zaq12wsx
community association board manager homeowner
`
  .trim()
  .split(/\s+/)
  .sort((a, b) => b.length - a.length)
