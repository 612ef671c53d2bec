variable "repositories" {
  description = "Names of the repositories. images.*.repository and pull.*.repository of slipway.yml."
  type        = set(string)

  validation {
    condition     = alltrue([for name in var.repositories : can(regex("^[a-z0-9]+([._/-][a-z0-9]+|__[a-z0-9]+)*$", name)) && length(name) >= 2 && length(name) <= 256])
    error_message = "A repository's name has lower-case letters, digits and single ._/- between them, 2 to 256 characters."
  }
}

variable "moving_tags" {
  description = <<-TEXT
    Tags that move from image to image, such as staging and production of '{env}' in slipway.yml; '*' stands for any characters. All other tags stay with their image. Empty: all stay.
    Images with such a tag, or with one that begins with it and '-' as those of '{env}-{build}' do, are kept by it: keep_images.
  TEXT
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.moving_tags) <= 5 && alltrue([for tag in var.moving_tags : can(regex("^[A-Za-z0-9_.*-]{1,128}$", tag)) && length(split("*", tag)) <= 3])
    error_message = "ECR takes five filters at most, of 128 characters, each with two '*' at most."
  }
}

variable "immutable" {
  description = "Whether tags stay with their image. false lets every tag move."
  type        = bool
  default     = true
}

variable "keep_images" {
  description = <<-TEXT
    How many released images are kept for each environment, and for each choice of environments that an image was released to; older ones expire, by the time of their push. What has an
    environment's own tag is always kept. What runs is kept as long as it is among them: count the releases that you may want to go back to, and the builds until one of them is released.
  TEXT
  type        = number
  default     = 100

  validation {
    condition     = var.keep_images >= 1
    error_message = "Keep one image or more."
  }
}

variable "untagged_days" {
  description = "Days after which an image without a tag expires. What runs has a tag of its own where tags of slipway.yml has '{env}-{build}' or '{commit}'; with '{env}' alone the image of the release before has none, and after these days there is no way back to it."
  type        = number
  default     = 14

  validation {
    condition     = var.untagged_days >= 1
    error_message = "Write one day or more."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the images; null for keys of S3's own (AES256). It cannot be changed later."
  type        = string
  default     = null
}

variable "force_destroy" {
  description = "Whether destroy deletes repositories that have images. Without it, destroy fails while there are some."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of the repositories."
  type        = map(string)
  default     = {}
}
