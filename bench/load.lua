-- Read by wrk: the hot read with its API key, or a post. Anything but whole 200s ends the bench.
--
-- KEY      the key that is sent
-- TENANTS  above 0: each request asks for one of so many tenants, at random, with the key of that tenant
-- POST     set: a file, whose content is posted as JSON
-- BODY     length of the report that is expected
-- CHECK    set: looks at every single answer, which costs the load too much to be measured

local tenants = tonumber(os.getenv("TENANTS") or "0")
local body = tonumber(os.getenv("BODY"))

wrk.headers["X-API-Key"] = os.getenv("KEY")

if (os.getenv("POST") or "") ~= "" then
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = io.open(os.getenv("POST")):read("*a")
end

if tenants > 0 then
  math.randomseed(os.time())
  local line = "GET /v1/tenants/t%d/quotas HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: k%d\r\n\r\n"
  function request()
    local tenant = math.random(0, tenants - 1)
    return line:format(tenant, tenant)
  end
end

if os.getenv("CHECK") then
  -- A tenant's id stands in its report once, and is up to five digits longer than that of t0.
  local longest = tenants > 0 and body + 5 or body
  function response(status, headers, text)
    if status ~= 200 or #text < body or #text > longest then
      print("answered " .. status .. " with " .. #text .. " bytes instead of " .. body .. ": " .. text:sub(1, 300))
      os.exit(1)
    end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  if failed > 0 or summary.bytes < summary.requests * body then
    print(failed .. " failed, " .. summary.bytes .. " bytes in " .. summary.requests .. " answers")
    os.exit(1)
  end
  print(string.format("figures %d %.3f %d %d %d", summary.requests, summary.duration / 1e6,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
