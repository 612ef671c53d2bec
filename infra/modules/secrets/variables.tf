variable "secrets" {
  description = "Secrets by name, each with its description. Their values are written by people or programs that may know them, never by Terraform, whose state would keep them."
  type        = map(string)

  validation {
    condition     = alltrue([for name in keys(var.secrets) : can(regex("^[A-Za-z0-9/_+=.@-]{1,512}$", name))])
    error_message = "A secret's name has letters, digits and /_+=.@-, 512 at most."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the values; null for the account's aws/secretsmanager."
  type        = string
  default     = null
}

variable "recovery_window_days" {
  description = "Days in which a deleted secret can be restored, 7 to 30. 0 deletes it for good, so that its name is free at once."
  type        = number
  default     = 30

  validation {
    condition     = var.recovery_window_days == 0 || (var.recovery_window_days >= 7 && var.recovery_window_days <= 30)
    error_message = "Write 0, or 7 to 30."
  }
}

variable "tags" {
  description = "Tags of the secrets."
  type        = map(string)
  default     = {}
}
