-- Counts a call against all of its quotas if all have room; else says how long each is full. Exact sliding windows:
-- the log of a quota is a sorted set of the times of its calls, and a call may go when the N-th last is old enough.
--
-- KEYS: the memory; then of each quota its log and its lock.
-- ARGV: 1 if the caller has made calls that were counted nowhere; then of each quota the calls allowed, how long a
--       call counts, and for how long the caller has used up its own share.
-- Answer: 1 if the call may go; when the memory began; then of each quota the wait and the calls counted.
--
-- All times are microseconds by this server's clock.

-- How far apart callers may notice that this server is back.
local GRACE = 1000000
local LONGEST_KEPT = 10000000
local DAY = 86400000

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

local function text(number)
  return string.format('%.0f', number)
end

-- The memory has no holes since a time. It began when this server forgot everything, if it ever knew something.
local memory = redis.call('HMGET', KEYS[1], 'born', 'since')
local born, since = tonumber(memory[1]), tonumber(memory[2])
if not born or not since then
  born, since = now, now
  redis.call('HSET', KEYS[1], 'born', text(born), 'since', text(since))
elseif ARGV[1] == '1' or since > now then
  since = now
  redis.call('HSET', KEYS[1], 'since', text(since))
end

local answer = {1, born}
local quotas = (#KEYS - 1) / 2
local remember = DAY
for quota = 1, quotas do
  local log, lock = KEYS[2 * quota], KEYS[2 * quota + 1]
  local requests, length, share = ARGV[3 * quota - 1], tonumber(ARGV[3 * quota]), tonumber(ARGV[3 * quota + 1])

  local last = tonumber(redis.call('ZRANGE', log, -1, -1)[1] or 0)
  if last > now + length then
    -- The clock was set back; what stands in the log means nothing any more.
    redis.call('DEL', log)
    since = now
    redis.call('HSET', KEYS[1], 'since', text(since))
  end

  local first = tonumber(redis.call('ZRANGE', log, '-' .. requests, '-' .. requests)[1] or 0)
  local wait = math.max(0, first + length - now, redis.call('PTTL', lock) * 1000)
  -- As long as calls may be missing in the log, everybody keeps to a share that needs no log.
  local whole = since + length + GRACE
  if now < whole then
    wait = math.max(wait, math.min(share, whole - now))
  end
  if wait > 0 then
    answer[1] = 0
  end
  answer[2 * quota + 1] = wait
  answer[2 * quota + 2] = redis.call('ZCOUNT', log, '(' .. text(now - length), '+inf')
  remember = math.max(remember, length / 250)
end

if answer[1] == 1 then
  for quota = 1, quotas do
    local log, length = KEYS[2 * quota], tonumber(ARGV[3 * quota])
    local last = tonumber(redis.call('ZRANGE', log, -1, -1)[1] or 0)
    local at = text(math.max(now, last + 1))
    local kept = length + math.min(length, LONGEST_KEPT)
    redis.call('ZADD', log, at, at)
    redis.call('ZREMRANGEBYSCORE', log, '-inf', text(now - kept))
    redis.call('PEXPIRE', log, text(kept / 1000 + 1))
    answer[2 * quota + 2] = answer[2 * quota + 2] + 1
  end
end
redis.call('PEXPIRE', KEYS[1], text(remember))
return answer
