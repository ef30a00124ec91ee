-- Closes quotas that the exchange refused a call for. KEYS: their locks. ARGV: for how many milliseconds.
for _, lock in ipairs(KEYS) do
  if redis.call('PTTL', lock) < tonumber(ARGV[1]) then
    redis.call('SET', lock, '', 'PX', ARGV[1])
  end
end
return {}
