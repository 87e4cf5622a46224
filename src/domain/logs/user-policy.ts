/** When user ids are masked: on a wall, where anybody reads along; always; or never. */
export type UserIdPolicy = 'wall' | 'never' | 'always'

export function masksUsers(policy: UserIdPolicy, isWall: boolean): boolean {
  return policy === 'always' || (policy === 'wall' && isWall)
}
