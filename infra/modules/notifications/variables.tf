variable "name" {
  description = "Name of the topic, and prefix of the rules' names."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,40}$", var.name))
    error_message = "A name has letters, digits, hyphens and underscores, 40 at most."
  }
}

variable "emails" {
  description = "Addresses that get a mail for each notification, once their owners have confirmed it."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.emails : can(regex("^[^@ ]+@[^@ ]+$", email))])
    error_message = "Write addresses of mail."
  }
}

variable "pipelines" {
  description = "Names of pipelines that are reported on."
  type        = list(string)
  default     = []
}

variable "pipeline_states" {
  description = "States of an execution that are reported."
  type        = list(string)
  default     = ["FAILED", "STOPPED", "SUCCEEDED"]

  validation {
    condition     = alltrue([for state in var.pipeline_states : contains(["CANCELED", "FAILED", "RESUMED", "STARTED", "STOPPED", "STOPPING", "SUCCEEDED", "SUPERSEDED"], state)])
    error_message = "States are CANCELED, FAILED, RESUMED, STARTED, STOPPED, STOPPING, SUCCEEDED and SUPERSEDED."
  }
}

variable "service_arns" {
  description = "ARNs of ECS services whose failed deployments are reported."
  type        = list(string)
  default     = []
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the topic. EventBridge and CodePipeline must be allowed to use it, which AWS's own key for SNS does not offer."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything here."
  type        = map(string)
  default     = {}
}
