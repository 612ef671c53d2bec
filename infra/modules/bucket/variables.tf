variable "name" {
  description = "Name of the bucket, which no other account may have."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.name)) && !can(regex("\\.\\.", var.name))
    error_message = "A bucket's name has 3 to 63 lower-case letters, digits, hyphens and dots."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the objects; null for keys of S3's own (AES256)."
  type        = string
  default     = null
}

variable "noncurrent_days" {
  description = "Days that a version stays after it was replaced or deleted."
  type        = number
  default     = 90

  validation {
    condition     = var.noncurrent_days >= 1
    error_message = "Write one day or more."
  }
}

variable "expire_days" {
  description = "Days after which an object is deleted, for artifacts that nobody needs any more; null for never, as for configuration."
  type        = number
  default     = null

  validation {
    condition     = var.expire_days == null || try(var.expire_days >= 1, false)
    error_message = "Write one day or more, or null."
  }
}

variable "force_destroy" {
  description = "Whether destroy empties the bucket first, all versions included. Without it, destroy fails while something is in it."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of the bucket."
  type        = map(string)
  default     = {}
}
