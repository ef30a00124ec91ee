-- Counts the calls that an exchange has counted and we have not.
--
-- KEYS: the log of the quota.
-- ARGV: how long a call counts; how long ago the call passed here that the exchange answered; how many calls the
--       exchange had counted then. Times are microseconds.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local function text(number)
  return string.format('%.0f', number)
end

local length, age, told = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local known = redis.call('ZCOUNT', KEYS[1], '(' .. text(now - age - length), '+inf')
local last = tonumber(redis.call('ZRANGE', KEYS[1], -1, -1)[1] or 0)
for missing = 1, told - known do
  local at = text(math.max(now, last) + missing)
  redis.call('ZADD', KEYS[1], at, at)
end
if told > known then
  redis.call('PEXPIRE', KEYS[1], text(length / 500 + 1))
end
return {}
