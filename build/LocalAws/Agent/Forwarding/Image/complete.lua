-- For Service Connect: the time that a response may take until it is complete, as AWS has it, which HAProxy itself does not limit. What comes later ends the
-- response where it is: the client sees that it is not whole. As in Envoy the time begins when the request is complete.
--   filter lua.complete
--   http-request set-var(txn.complete) int(SECONDS)
local Complete = { id = "complete response", flags = filter.FLT_CFG_FL_HTX }
Complete.__index = Complete

local function now()
    local date = core.now()
    return date.sec + date.usec / 1000000
end

function Complete:new()
    return setmetatable({}, Complete)
end

function Complete:start_analyze(txn, channel)
    filter.register_data_filter(self, channel)
end

function Complete:http_end(txn, message)
    if not message.channel:is_resp() then
        self.till = now() + txn:get_var("txn.complete")
    end
end

function Complete:http_payload(txn, message)
    if message.channel:is_resp() and self.till and now() >= self.till then
        -- What HAProxy ends a stream for: a return value does not count here.
        error("a response was not complete in time", 0)
    end
end

core.register_filter("complete", Complete, function(complete) return complete end)
