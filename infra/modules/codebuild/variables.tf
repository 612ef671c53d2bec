variable "name" {
  description = "Name of the project."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_-]{1,49}$", var.name))
    error_message = "A project's name begins with a letter and has letters, digits, hyphens and underscores, 50 at most."
  }
}

variable "description" {
  description = "What the project is for."
  type        = string
}

variable "buildspec" {
  description = "Path of the buildspec in the repository, or its text."
  type        = string

  validation {
    condition     = length(trimspace(var.buildspec)) > 0
    error_message = "Name a file, such as buildspec-staging.yml, or write the text."
  }
}

variable "artifact_bucket_arn" {
  description = "ARN of the pipeline's bucket."
  type        = string
}

variable "output_artifacts" {
  description = "Names of the pipeline's artifacts that the build hands on. It writes no others, so that no build can change what another one handed on."
  type        = set(string)
  default     = []
}

variable "role_arns" {
  description = "ARNs of the roles that the build may become, and no others: the deployers of the environments that it deploys to (role of slipway.yml), or the viewers of those that it looks at (--role)."
  type        = list(string)

  validation {
    condition     = length(var.role_arns) > 0
    error_message = "Name the deployer's role, or the viewer's: Slipway does all that it does in AWS with it."
  }
}

variable "arm" {
  description = "Whether it builds on ARM, for images of linux/arm64."
  type        = bool
  default     = false
}

variable "image" {
  description = "Image that the build runs in; null for CodeBuild's of Amazon Linux 2023, which has .NET 8 and 10. It needs the SDK of global.json, and Docker where images are built."
  type        = string
  default     = null
}

variable "compute_type" {
  description = "Size of the build's machine."
  type        = string
  default     = "BUILD_GENERAL1_MEDIUM"

  validation {
    condition     = can(regex("^BUILD_GENERAL1_(SMALL|MEDIUM|LARGE|XLARGE|2XLARGE)$", var.compute_type))
    error_message = "Write BUILD_GENERAL1_SMALL, MEDIUM, LARGE, XLARGE or 2XLARGE."
  }
}

variable "privileged" {
  description = "Whether the build has a Docker engine, for building images and running the application's tests."
  type        = bool
  default     = false
}

variable "cache" {
  description = "What is kept between builds: modes of a local cache, which is there when the next build gets the same machine, or a prefix in the bucket, which always is. Both empty: nothing."
  type = object({
    modes  = optional(set(string), ["LOCAL_CUSTOM_CACHE"])
    prefix = optional(string)
  })
  default = {}

  validation {
    condition     = alltrue([for mode in var.cache.modes : contains(["LOCAL_SOURCE_CACHE", "LOCAL_DOCKER_LAYER_CACHE", "LOCAL_CUSTOM_CACHE"], mode)])
    error_message = "Modes are LOCAL_SOURCE_CACHE, LOCAL_DOCKER_LAYER_CACHE and LOCAL_CUSTOM_CACHE."
  }

  validation {
    condition     = var.privileged || !contains(var.cache.modes, "LOCAL_DOCKER_LAYER_CACHE")
    error_message = "LOCAL_DOCKER_LAYER_CACHE needs privileged."
  }
}

variable "environment" {
  description = "Variables of the build, none of them secret."
  type        = map(string)
  default     = {}
}

variable "secrets" {
  description = "Variables of the build whose values are in Secrets Manager: the secret's ARN, and #MEMBER for one member of its JSON. For example DOCKERHUB_PASSWORD."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for arn in values(var.secrets) : can(regex("^arn:[a-z-]+:secretsmanager:[^#]+(#[^#]+)?$", arn))])
    error_message = "Write the ARN of a secret, and #MEMBER for one member."
  }
}

variable "timeout_minutes" {
  description = "Minutes after which a build is stopped."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout_minutes >= 5 && var.timeout_minutes <= 2160
    error_message = "Write 5 to 2160 minutes."
  }
}

variable "retention_days" {
  description = "Days that the log is kept."
  type        = number
  default     = 30
}

variable "vpc" {
  description = "VPC, subnets and security groups of the build, where it has to reach something there; null for none. It then needs a NAT gateway or endpoints, and permissions for network interfaces (policy_json)."
  type = object({
    id              = string
    subnets         = list(string)
    security_groups = list(string)
  })
  default = null
}

variable "connection_arn" {
  description = "ARN of the connection, where the pipeline hands on a full clone (CODEBUILD_CLONE_REF); null where it hands on an archive."
  type        = string
  default     = null
}

variable "kms_key_arns" {
  description = "ARNs of KMS keys of your own that encrypt the artifacts or the secrets."
  type        = list(string)
  default     = []
}

variable "policy_json" {
  description = "Policy of the project's role in JSON, in place of infra/policies/codebuild.json.tftpl."
  type        = string
  default     = null

  validation {
    condition     = var.policy_json == null || can(jsondecode(var.policy_json).Statement)
    error_message = "A policy document in JSON has a Statement."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the role; null for none."
  type        = string
  default     = null
}

variable "pipeline_location" {
  description = "A location for source and artifacts. CodePipeline has its own, and ignores this one; an emulation of AWS may ask for it."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything here."
  type        = map(string)
  default     = {}
}
