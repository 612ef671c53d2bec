variable "name" {
  description = "Name of the load balancer, and prefix of its target groups' and security group's."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9]([A-Za-z0-9-]{0,24}[A-Za-z0-9])?$", var.name)) && !startswith(var.name, "internal-")
    error_message = "A name has letters, digits and inner hyphens, 26 at most, and does not begin with 'internal-'."
  }
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
}

variable "subnets" {
  description = "Ids of the load balancer's subnets, in two zones or more."
  type        = list(string)

  validation {
    condition     = length(var.subnets) >= 2
    error_message = "An application load balancer needs subnets in two zones."
  }
}

variable "internal" {
  description = "Whether the load balancer has private addresses only."
  type        = bool
  default     = false
}

variable "certificate_arn" {
  description = "ARN of the certificate in Certificate Manager, in the same region."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+$", var.certificate_arn))
    error_message = "Write the ARN of a certificate: arn:aws:acm:REGION:ACCOUNT:certificate/ID."
  }
}

variable "ssl_policy" {
  description = "Security policy of the HTTPS listeners: the versions of TLS and the ciphers."
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-2021-06"
}

variable "ingress_cidrs" {
  description = "Networks whose requests are let through to the HTTPS listener, and to the HTTP listener where there is one."
  type        = set(string)
  default     = ["0.0.0.0/0"]

  validation {
    condition     = alltrue([for cidr in var.ingress_cidrs : can(cidrnetmask(cidr))])
    error_message = "Write IPv4 networks, for example 203.0.113.0/24."
  }
}

variable "redirect_http" {
  description = "Whether a listener on port 80 redirects to HTTPS."
  type        = bool
  default     = true
}

variable "strategy" {
  description = "How services behind it are deployed: rolling, blue-green (CodeDeploy) or ecs-blue-green, as deploy.strategy of slipway.yml. The last two need a second target group."
  type        = string
  default     = "rolling"

  validation {
    condition     = contains(["rolling", "blue-green", "ecs-blue-green"], var.strategy)
    error_message = "Write rolling, blue-green or ecs-blue-green."
  }
}

variable "test_port" {
  description = "Port of the listener at which a new version is tested before it gets requests; null for none. Not for strategy rolling."
  type        = number
  default     = null

  validation {
    condition     = var.test_port == null || (var.strategy != "rolling" && try(var.test_port > 0 && var.test_port < 65536 && !contains([80, 443], var.test_port), false))
    error_message = "A test listener needs a strategy with two target groups, and a port that is neither 80 nor 443."
  }
}

variable "test_cidrs" {
  description = "Networks whose requests are let through to the test listener. None by default, so that nobody outside sees a version early."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.test_cidrs : can(cidrnetmask(cidr))])
    error_message = "Write IPv4 networks, for example 203.0.113.0/24."
  }
}

variable "health_check" {
  description = "The request that shows that a task works: path, status codes, interval and timeout in seconds, and after how many answers a target is healthy or not."
  type = object({
    path      = optional(string, "/")
    matcher   = optional(string, "200")
    interval  = optional(number, 15)
    timeout   = optional(number, 5)
    healthy   = optional(number, 2)
    unhealthy = optional(number, 3)
  })
  default = {}

  validation {
    condition     = startswith(var.health_check.path, "/") && var.health_check.timeout < var.health_check.interval
    error_message = "The path begins with '/', and the timeout is shorter than the interval."
  }
}

variable "deregistration_delay" {
  description = "Seconds that requests have to end after a task has left the load balancer."
  type        = number
  default     = 30

  validation {
    condition     = var.deregistration_delay >= 0 && var.deregistration_delay <= 3600
    error_message = "Write 0 to 3600 seconds."
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the load balancer."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of everything here."
  type        = map(string)
  default     = {}
}
