variable "name" {
  description = "Prefix of the names of everything in the network."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,30}$", var.name))
    error_message = "A name has lower-case letters, digits and hyphens, 31 at most."
  }
}

variable "cidr" {
  description = "Addresses of the VPC, for example 10.0.0.0/16. Each subnet gets a part that is 4 bits smaller."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && can(regex("/(1[6-9]|2[0-4])$", var.cidr))
    error_message = "Write an IPv4 network between /16 and /24, for example 10.0.0.0/16."
  }
}

variable "zones" {
  description = "Availability zones with a subnet each; a load balancer needs two. Empty: the region's first two."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.zones) != 1 && length(var.zones) <= 8 && length(distinct(var.zones)) == length(var.zones)
    error_message = "Name two to eight different zones, or none."
  }
}

variable "private_subnets" {
  description = "Whether there are subnets without a route to the internet, for tasks without public addresses. They reach AWS through nat or endpoints."
  type        = bool
  default     = false
}

variable "nat" {
  description = "Whether the private subnets reach the internet through one NAT gateway, which is billed by the hour and by the gigabyte."
  type        = bool
  default     = false

  validation {
    condition     = !var.nat || var.private_subnets
    error_message = "A NAT gateway is for private subnets only: set private_subnets too."
  }
}

variable "gateway_endpoint" {
  description = "Whether S3, which has the layers of ECR's images too, is reached through a gateway endpoint. AWS does not charge for it."
  type        = bool
  default     = true
}

variable "interface_endpoints" {
  description = "Services that are reached through interface endpoints, each billed by the hour and zone. Private subnets without NAT need at least ecr.api, ecr.dkr and logs, and secretsmanager, ssm or ssmmessages where tasks use them."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for service in var.interface_endpoints : can(regex("^[a-z0-9][a-z0-9.-]*$", service))])
    error_message = "Name a service as in com.amazonaws.REGION.SERVICE, for example ecr.api."
  }

  # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
  validation {
    condition     = !var.private_subnets || var.nat || (var.gateway_endpoint && length(setsubtract(["ecr.api", "ecr.dkr", "logs"], var.interface_endpoints)) == 0)
    error_message = "Tasks in private subnets without NAT start through endpoints only: name ecr.api, ecr.dkr and logs, and leave gateway_endpoint on."
  }
}

variable "tags" {
  description = "Tags of everything in the network."
  type        = map(string)
  default     = {}
}
