variable "name" {
  description = "Name of the cluster. deploy.cluster of slipway.yml."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,255}$", var.name))
    error_message = "A cluster's name has letters, digits, hyphens and underscores, 255 at most."
  }
}

variable "container_insights" {
  description = "Metrics of CloudWatch Container Insights: enhanced, enabled or disabled. CloudWatch charges for them."
  type        = string
  default     = "enabled"

  validation {
    condition     = contains(["enhanced", "enabled", "disabled"], var.container_insights)
    error_message = "Write enhanced, enabled or disabled."
  }
}

variable "on_demand_base" {
  description = "Tasks of a service that run on FARGATE before any weight counts. For services that name neither a launch type nor a strategy."
  type        = number
  default     = 1

  validation {
    condition     = var.on_demand_base >= 0 && var.on_demand_base <= 100000 && floor(var.on_demand_base) == var.on_demand_base
    error_message = "Write a whole number from 0 to 100000."
  }
}

variable "on_demand_weight" {
  description = "Share of the further tasks that run on FARGATE."
  type        = number
  default     = 1

  validation {
    condition     = var.on_demand_weight >= 0 && var.on_demand_weight <= 1000 && floor(var.on_demand_weight) == var.on_demand_weight
    error_message = "Write a whole number from 0 to 1000."
  }
}

variable "spot_weight" {
  description = "Share of the further tasks that run on FARGATE_SPOT, which AWS may interrupt with two minutes' notice."
  type        = number
  default     = 0

  validation {
    condition     = var.spot_weight >= 0 && var.spot_weight <= 1000 && floor(var.spot_weight) == var.spot_weight && var.spot_weight + var.on_demand_weight > 0
    error_message = "Write a whole number from 0 to 1000; one of the two weights must be above 0."
  }
}

variable "namespaces" {
  description = "Namespaces of Service Connect, by which several services call each other: serviceConnectConfiguration.namespace of their service definitions."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.namespaces : length(name) <= 1024 && can(regex("^[!-~]+$", name))])
    error_message = "A namespace's name has printable characters of ASCII without spaces, 1024 at most."
  }
}

variable "tags" {
  description = "Tags of the cluster and of the namespaces."
  type        = map(string)
  default     = {}
}
