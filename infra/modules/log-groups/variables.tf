variable "names" {
  description = "Names of the log groups, as awslogs-group has them in the task definition. A task whose group is missing does not start."
  type        = set(string)

  validation {
    condition     = alltrue([for name in var.names : can(regex("^[A-Za-z0-9/_.#-]{1,512}$", name))])
    error_message = "A log group's name has letters, digits and /_.#-, 512 at most."
  }
}

variable "retention_days" {
  description = "Days that log events are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.retention_days)
    error_message = "CloudWatch Logs keeps events for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the events; null for CloudWatch's own."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the log groups."
  type        = map(string)
  default     = {}
}
