const key = 'invitation'

/**
 * An invitation outlives the sign-in that stands between following its link and accepting it: it is kept for this tab
 * alone, until it is answered.
 */
export const keepInvitation = (token: string) => sessionStorage.setItem(key, token)

export const keptInvitation = () => sessionStorage.getItem(key) ?? undefined

export const forgetInvitation = () => sessionStorage.removeItem(key)
