-- The rules of one listener: which target group a request goes to, or what is answered at once.
-- They are replaced as a whole at run time: "slipway begin", then one "slipway rule" with its conditions and its action after the other
-- in order of priority, then "slipway commit VERSION". Texts are in hexadecimal digits, because HAProxy's command line splits at blanks.

local protocol = os.getenv("SLIPWAY_PROTOCOL") or "http"
local active = { version = "none", rules = {} }
local staged = nil

local function text(hex)
  return (hex:gsub("%x%x", function(digits) return string.char(tonumber(digits, 16)) end))
end

-- A pattern of ELB, with * and ? and a backslash before what is meant literally, as a pattern of Lua.
local function glob(pattern)
  local result, index = { "^" }, 1
  while index <= #pattern do
    local char = pattern:sub(index, index)
    if char == "*" then
      result[#result + 1] = ".*"
    elseif char == "?" then
      result[#result + 1] = "."
    else
      if char == "\\" and index < #pattern then
        index = index + 1
        char = pattern:sub(index, index)
      end
      result[#result + 1] = char:gsub("%W", "%%%0")
    end
    index = index + 1
  end
  result[#result + 1] = "$"
  return table.concat(result)
end

local function any(patterns, value)
  for _, pattern in ipairs(patterns) do
    if value:find(pattern) then return true end
  end
  return false
end

local function unescape(value)
  return (value:gsub("%+", " "):gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

local function number(address)
  local a, b, c, d = address:match("^(%d+)%.(%d+)%.(%d+)%.(%d+)$")
  return a and ((a * 256 + b) * 256 + c) * 256 + d
end

local matches = {
  ["path-pattern"] = function(condition, txn)
    return any(condition.patterns, txn.f:path() or "")
  end,
  ["host-header"] = function(condition, txn)
    return any(condition.patterns, (txn.f:req_fhdr("host") or ""):gsub(":%d+$", ""):lower())
  end,
  ["http-header"] = function(condition, txn)
    local values = txn.http:req_get_headers()[condition.name]
    for index = 0, values and #values or -1 do
      if any(condition.patterns, values[index]:lower()) then return true end
    end
    return false
  end,
  ["http-request-method"] = function(condition, txn)
    return any(condition.patterns, txn.f:method())
  end,
  ["query-string"] = function(condition, txn)
    for pair in (txn.f:query() or ""):gmatch("[^&]+") do
      local key, value = pair:match("^([^=]*)=?(.*)$")
      key, value = unescape(key):lower(), unescape(value):lower()
      for _, wanted in ipairs(condition.pairs) do
        if (not wanted.key or key:find(wanted.key)) and value:find(wanted.value) then return true end
      end
    end
    return false
  end,
  ["source-ip"] = function(condition, txn)
    local address = number(txn.f:src() or "")
    for _, range in ipairs(condition.ranges) do
      if address and address // range.size == range.network then return true end
    end
    return false
  end,
}

local readers = {
  ["http-header"] = function(words)
    local condition = { name = text(words[1]):lower(), patterns = {} }
    for index = 2, #words do condition.patterns[index - 1] = glob(text(words[index]):lower()) end
    return condition
  end,
  ["query-string"] = function(words)
    local condition = { pairs = {} }
    for index = 1, #words, 2 do
      local key = words[index] ~= "-" and glob(text(words[index]):lower()) or nil
      condition.pairs[#condition.pairs + 1] = { key = key, value = glob(text(words[index + 1]):lower()) }
    end
    return condition
  end,
  ["source-ip"] = function(words)
    local condition = { ranges = {} }
    for index, word in ipairs(words) do
      local address, bits = text(word):match("^(.*)/(%d+)$")
      local size = 2 ^ (32 - tonumber(bits)) // 1 | 0
      condition.ranges[index] = { network = number(address) // size, size = size }
    end
    return condition
  end,
}

local function read_condition(field, words)
  local condition
  if readers[field] then
    condition = readers[field](words)
  else
    condition = { patterns = {} }
    for index, word in ipairs(words) do
      local pattern = text(word)
      condition.patterns[index] = glob(field == "host-header" and pattern:lower() or pattern)
    end
  end
  condition.matches = matches[field]
  return condition
end

-- Target groups in proportion to their weights; no group when all weights are 0.
local function forward(words)
  local groups, total = {}, 0
  for _, word in ipairs(words) do
    local backend, weight = word:match("^(.+)=(%d+)$")
    total = total + tonumber(weight)
    groups[#groups + 1] = { backend = backend, up_to = total }
  end
  return function(txn)
    if total == 0 then return end
    local drawn = groups[1].backend
    if #groups > 1 then
      local ticket = math.random(total)
      for _, group in ipairs(groups) do
        if ticket <= group.up_to then drawn = group.backend break end
      end
    end
    txn:set_var("txn.backend", drawn)
  end
end

local function respond(words)
  local status, kind, body = tonumber(words[1]), text(words[2]), text(words[3] or "")
  return function(txn)
    local reply = txn:reply({ status = status, headers = { ["content-type"] = { kind }, ["server"] = { "awselb/2.0" } }, body = body })
    txn:done(reply)
  end
end

local function redirect(words)
  local status, port, location = tonumber(words[1]), words[2], text(words[3])
  return function(txn)
    local host = (txn.f:req_fhdr("host") or "localhost"):gsub(":%d+$", "")
    local values = { protocol = protocol, host = host, port = port, path = (txn.f:path() or "/"):sub(2), query = txn.f:query() or "" }
    local target = location:gsub("#{(%l+)}", values):gsub("%?$", "")
    txn:done(txn:reply({ status = status, headers = { ["location"] = { target }, ["server"] = { "awselb/2.0" } } }))
  end
end

local actions = { forward = forward, respond = respond, redirect = redirect }

local commands = {
  begin = function()
    staged = { rules = {} }
  end,
  rule = function()
    staged.rules[#staged.rules + 1] = { conditions = {} }
  end,
  when = function(words)
    local rule = staged.rules[#staged.rules]
    rule.conditions[#rule.conditions + 1] = read_condition(table.remove(words, 1), words)
  end,
  act = function(words)
    staged.rules[#staged.rules].act = actions[table.remove(words, 1)](words)
  end,
  timeout = function(words)
    staged.timeout = tonumber(words[1]) * 1000
  end,
  commit = function(words)
    staged.version = words[1]
    active, staged = staged, nil
  end,
  version = function()
    return active.version
  end,
}

for name, command in pairs(commands) do
  core.register_cli({ "slipway", name }, "slipway " .. name, function(applet, ...)
    local words = { select(3, ...) }
    local done, answer = pcall(command, words)
    applet:send(done and (answer or "done") .. "\n" or "failed: " .. tostring(answer) .. "\n")
  end)
end

local function applies(rule, txn)
  for _, condition in ipairs(rule.conditions) do
    if not condition.matches(condition, txn) then return false end
  end
  return true
end

core.register_action("route", { "http-req" }, function(txn)
  if active.timeout then txn:set_var("txn.timeout", active.timeout) end
  for _, rule in ipairs(active.rules) do
    if applies(rule, txn) then
      rule.act(txn)
      return
    end
  end
end)
