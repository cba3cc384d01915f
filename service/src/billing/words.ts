export const plans = ['standard', 'premium'] as const
export type Plan = (typeof plans)[number]

export const billings = ['monthly', 'annual'] as const
export type Billing = (typeof billings)[number]

/** What a contact is for the customer. */
export const contactRoles = ['president', 'treasurer', 'manager', 'board', 'other'] as const
export type ContactRole = (typeof contactRoles)[number]
